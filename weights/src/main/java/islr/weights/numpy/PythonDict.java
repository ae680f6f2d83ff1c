package islr.weights.numpy;

import islr.weights.WeightsException;
import islr.weights.internal.Sizes;
import islr.weights.text.OneLine;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// The one dictionary in Python's notation that an `.npy` header is: three keys with a text, a truth value and a tuple
/// of whole numbers. Nothing else is a header, so nothing else is parsed.
///
/// @param descr two characters or more
/// @param shape sizes as they are written; the caller checks them
record PythonDict(String descr, boolean fortran, long... shape) {
    private static final int MOST_DIGITS = 18;

    /// Where the parser is.
    private static final class Cursor {
        final String source;
        final String where;
        final String text;
        int at;

        Cursor(String source, String where, String text) {
            this.source = source;
            this.where = where;
            this.text = text;
        }

        char next() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        boolean take(char c) {
            if (next() == c) {
                at++;
                return true;
            }
            return false;
        }

        void require(char c) throws WeightsException {
            if (!take(c)) {
                throw bad();
            }
        }

        String text() throws WeightsException {
            char quote = next();
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
                throw bad();
            }
            String found = text.substring(at + 1, end);
            at = end + 1;
            return found;
        }

        boolean truth() throws WeightsException {
            next();
            for (String word : new String[] {"True", "False"}) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw bad();
        }

        /// Python 2 wrote an L behind long numbers.
        long number() throws WeightsException {
            next();
            int from = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == from || at - from > MOST_DIGITS) {
                throw bad();
            }
            long number = Long.parseLong(text.substring(from, at));
            if (at < text.length() && text.charAt(at) == 'L') {
                at++;
            }
            return number;
        }

        long[] tuple() throws WeightsException {
            require('(');
            long[] numbers = new long[Sizes.MAX_AXES + 1];
            int count = 0;
            while (!take(')')) {
                if (count == numbers.length) {
                    throw bad();
                }
                numbers[count++] = number();
                if (!take(',') && next() != ')') {
                    throw bad();
                }
            }
            return Arrays.copyOf(numbers, count);
        }

        WeightsException bad() {
            return new WeightsException(source,
                    where + " has a header that is not NumPy's at character " + at + ": "
                            + OneLine.of(text.strip(), 200)
                            + "; the file is damaged or badly written, get it again from its source");
        }
    }

    static PythonDict parse(String source, String where, String text) throws WeightsException {
        Cursor in = new Cursor(source, where, text);
        String descr = null;
        Boolean fortran = null;
        long[] shape = null;
        Set<String> seen = new HashSet<>();
        in.require('{');
        while (!in.take('}')) {
            String key = in.text();
            in.require(':');
            if (!seen.add(key)) {
                throw in.bad();
            }
            switch (key) {
                case "descr" -> descr = descr(in);
                case "fortran_order" -> fortran = in.truth();
                case "shape" -> shape = in.tuple();
                default -> throw in.bad();
            }
            if (!in.take(',') && in.next() != '}') {
                throw in.bad();
            }
        }
        if (descr == null || fortran == null || shape == null || in.next() != 0 || descr.length() < 2) {
            throw in.bad();
        }
        return new PythonDict(descr, fortran, shape);
    }

    private static String descr(Cursor in) throws WeightsException {
        if (in.next() == '[' || in.next() == '(') {
            throw new WeightsException(in.source, in.where
                    + " holds records of several fields; only arrays of numbers are read, save each field as one");
        }
        return in.text();
    }
}
