/// The thirteen words, divided for measurements: start at [islr.tools.words.FewClips].
package islr.tools.words;
