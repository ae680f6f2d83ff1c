/// A file system for tests that writes down every change, and can fail or end at any of them.
package islr.weights.files;
