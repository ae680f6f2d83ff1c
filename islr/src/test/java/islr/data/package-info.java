/// Clips by every writer at hand are read back exactly; files that are not clips are refused.
package islr.data;
