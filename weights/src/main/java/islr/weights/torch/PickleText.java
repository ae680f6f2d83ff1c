package islr.weights.torch;

import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The operands that follow a pickle's instructions: numbers and texts, with a length before them or a new line behind.
/// A length is compared with what is left before memory is taken.
final class PickleText {
    private static final int LONGEST_LINE = 10_000;
    private static final int LONGEST_NUMBER = 40;
    private static final int MOST_NUMBER_BYTES = 256;

    private final ByteBuffer in;

    PickleText(ByteBuffer in) {
        this.in = in;
    }

    byte[] bytes(long length) throws PickleException {
        if (length < 0) {
            throw new PickleException("a value is said to have " + length + " bytes");
        }
        if (length > in.remaining()) {
            throw new PickleException(
                    "a value is said to have " + Counts.bytes(length) + ", " + Counts.of(in.remaining())
                            + " are left: the file is truncated or damaged, get it again from its source");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    String utf8(long length) throws PickleException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(length))).toString();
        } catch (CharacterCodingException e) {
            throw new PickleException("a text is not UTF-8");
        }
    }

    String latin(long length) throws PickleException {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    /// A whole number, least significant byte first, in two's complement.
    Object littleEndian(int length) throws PickleException {
        if (length > MOST_NUMBER_BYTES) {
            throw new PickleException("a number is said to have " + Counts.bytes(length));
        }
        byte[] bytes = bytes(length);
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte low = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = low;
        }
        return bytes.length == 0 ? (Object) 0L : small(new BigInteger(bytes));
    }

    private static Object small(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    /// The bytes up to the end of the line, without it.
    String line() throws PickleException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (!in.hasRemaining()) {
                throw new BufferUnderflowException();
            }
            char c = (char) Byte.toUnsignedInt(in.get());
            if (c == '\n') {
                // The names of Python 3's modules may be UTF-8.
                return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
            if (line.length() == LONGEST_LINE) {
                throw new PickleException("a line is longer than " + Counts.of(LONGEST_LINE) + " bytes");
            }
            line.append(c);
        }
    }

    Object whole() throws PickleException {
        String line = line();
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        if (digits.length() > LONGEST_NUMBER || !digits.matches("-?\\d+")) {
            throw notANumber(line);
        }
        return small(new BigInteger(digits));
    }

    /// `01` and `00` are truth values.
    Object wholeOrTruth() throws PickleException {
        int from = in.position();
        String line = line();
        if (line.equals("01") || line.equals("00")) {
            return line.equals("01");
        }
        in.position(from);
        return whole();
    }

    long index() throws PickleException {
        if (whole() instanceof Long index) {
            return index;
        }
        throw new PickleException("a value's number is too large");
    }

    Object real() throws PickleException {
        String line = line();
        try {
            if (line.length() <= LONGEST_NUMBER) {
                return Double.valueOf(line);
            }
        } catch (NumberFormatException e) {
            throw notANumber(line);
        }
        throw notANumber(line);
    }

    private static PickleException notANumber(String line) {
        return new PickleException(OneLine.quoted(line) + " is no number");
    }

    /// A text in quotes.
    String quoted() throws PickleException {
        String line = line();
        char quote = line.isEmpty() ? 0 : line.charAt(0);
        if (line.length() < 2 || quote != '\'' && quote != '"' || line.charAt(line.length() - 1) != quote) {
            throw new PickleException("a text is not in quotes");
        }
        return unescaped(line.substring(1, line.length() - 1));
    }

    String unescapedLine() throws PickleException {
        return unescaped(line());
    }

    private static String unescaped(String text) throws PickleException {
        if (text.indexOf('\\') >= 0) {
            throw new PickleException("a text has escapes, which are not read; save the file again in Python 3");
        }
        return text;
    }
}
