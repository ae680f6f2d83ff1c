/// What the commands share that read models, try them on clips and write files.
package islr.tools.model;
