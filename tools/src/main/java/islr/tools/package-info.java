/// Room for tools around the recogniser. So far the module has the scripts of `golden` and, as tests, the rules that
/// hold for the repository as a whole.
package islr.tools;
