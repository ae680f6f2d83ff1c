/// How messages to the user are worded: foreign text on one line, what went wrong with a file, and which name was
/// probably meant.
///
/// - [islr.weights.text.OneLine] escapes and shortens text that comes from a file or from the user.
/// - [islr.weights.text.Reasons] turns an [java.io.IOException] into words.
/// - [islr.weights.text.Nearest] finds the name that was probably meant.
/// - [islr.weights.text.Counts] writes large numbers with separators.
package islr.weights.text;
