/// Files that mean harm or are damaged: public corpora of them, and mutations of files that are valid. They are read in
/// a JVM of their own, with little memory.
package islr.weights.hostile;
