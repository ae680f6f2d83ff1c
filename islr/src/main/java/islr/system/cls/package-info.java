/// The one-block transformer with a class token.
package islr.system.cls;
