/// A combination of systems that is one system.
package islr.system.combined;
