/// Clips by every writer at hand, read back exactly, and files that are no clips, refused.
package islr.data;
