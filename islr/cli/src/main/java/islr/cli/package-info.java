/// The command lines of the two jars. Results go to standard output, everything else to standard error.
package islr.cli;
