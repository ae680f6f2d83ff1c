/// `convert`: files of weights from one format into another.
package islr.tools.convert;
