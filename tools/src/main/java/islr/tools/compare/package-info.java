/// `islr-tools compare`: how far two models agree, in their answers and layer by layer.
package islr.tools.compare;
