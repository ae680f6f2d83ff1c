/// Small tools that several packages of this module share. Not for users of the library: they change without notice.
package islr.internal;
