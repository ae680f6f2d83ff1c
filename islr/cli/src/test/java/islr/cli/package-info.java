/// The command lines as their users meet them.
package islr.cli;
