/// `inspect`: what a file of weights holds.
package islr.tools.inspect;
