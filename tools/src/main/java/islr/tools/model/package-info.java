/// What the commands share that read a model and write a file.
package islr.tools.model;
