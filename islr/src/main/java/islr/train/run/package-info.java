/// The folder of a training run: what was asked for, what was reached, and all that going on needs.
package islr.train.run;
