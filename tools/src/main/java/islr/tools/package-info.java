/** Synthetic data, inspection and conversion of checkpoints. */
package islr.tools;
