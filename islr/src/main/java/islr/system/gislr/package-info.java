/// GISLR-64 and GISLR-32.
package islr.system.gislr;
