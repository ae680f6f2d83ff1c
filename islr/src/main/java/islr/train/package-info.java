/// Judging a model: how often it is right, and on which signs.
package islr.train;
