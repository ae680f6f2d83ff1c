/// Options that commands of several programs share, those of `tools` included.
package islr.cli.options;
