package islr.weights.numpy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import islr.weights.WeightsException;
import islr.weights.internal.Texts;
import islr.weights.text.Counts;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Arrays of texts: `<U5` is five code points of four bytes, `|S5` five bytes, filled up with zeros.
final class NpyText {
    private static final JsonFactory JSON = new JsonFactory();

    private NpyText() {}

    /// @return the text of an array without axes; a JSON array of the texts of any other, row after row
    static String of(String source, String where, NpyHeader header, MemorySegment array) throws WeightsException {
        int length = Integer.parseInt(header.descr().substring(2));
        boolean wide = header.descr().charAt(1) == 'U';
        long bytes = (long) length * (wide ? Integer.BYTES : 1);
        int count = header.shape().size();
        if (array.byteSize() - header.bytes() != bytes * count) {
            throw new WeightsException(source,
                    where + ": " + header.descr() + " " + header.shape() + " needs " + Counts.bytes(bytes * count)
                            + ", " + Counts.of(array.byteSize() - header.bytes())
                            + " follow its header; the file is truncated or damaged, get it again from its source");
        }
        byte[] all = array.asSlice(header.bytes()).toArray(ValueLayout.JAVA_BYTE);
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            ByteBuffer text = ByteBuffer.wrap(all, (int) (i * bytes), (int) bytes)
                    .order(header.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            texts[i] = wide ? wide(text) : StandardCharsets.UTF_8.decode(text).toString().replaceFirst("\0+$", "");
            if (texts[i] == null || !Texts.isText(texts[i])) {
                throw new WeightsException(source, where + " holds something that is no text; save it again");
            }
        }
        return header.shape().rank() == 0 ? texts[0] : json(texts);
    }

    /// @return null if a number is no code point
    private static String wide(ByteBuffer codePoints) {
        StringBuilder text = new StringBuilder();
        int zeros = 0;
        while (codePoints.hasRemaining()) {
            int point = codePoints.getInt();
            if (!Character.isValidCodePoint(point)) {
                return null;
            }
            zeros = point == 0 ? zeros + 1 : 0;
            text.appendCodePoint(point);
        }
        text.setLength(text.length() - zeros);
        return text.toString();
    }

    private static String json(String... texts) {
        StringWriter written = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(written)) {
            json.writeArray(texts, 0, texts.length);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return written.toString();
    }
}
