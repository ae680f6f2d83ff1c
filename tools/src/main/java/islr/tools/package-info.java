/// Tools around the recogniser. The module holds the scripts of `golden` and, as tests, the rules that apply to the
/// whole repository.
package islr.tools;
