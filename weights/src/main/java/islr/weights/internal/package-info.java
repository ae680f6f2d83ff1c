/// What the formats share: a mapped file, a zip archive, numbers of every dtype, limits on memory. Not for users.
package islr.weights.internal;
