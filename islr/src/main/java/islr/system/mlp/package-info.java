/// The multilayer perceptron on features of a whole clip.
package islr.system.mlp;
