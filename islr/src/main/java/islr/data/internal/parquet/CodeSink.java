package islr.data.internal.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.apache.parquet.io.ParquetDecodingException;

/// Passes a text column on as small numbers, page by page. A dictionary's texts are looked up once, not once per row.
final class CodeSink implements Pages.Sink {

    private final Scratch scratch;
    private final ToIntFunction<String> lookup;
    private final int missing;
    private final ParquetFile.Codes rows;
    private int[] entries = {};
    private byte[] last;
    private int lastCode;

    /// @param lookup the code of a text
    /// @param missing the code of NULL
    CodeSink(Scratch scratch, ToIntFunction<String> lookup, int missing, ParquetFile.Codes rows) {
        this.scratch = scratch;
        this.lookup = lookup;
        this.missing = missing;
        this.rows = rows;
    }

    @Override
    public void dictionary(ByteBuffer plain, int count) {
        entries = new int[count];
        plain(plain, entries, count);
    }

    @Override
    public void page(Page page, int firstRow) {
        // The codes overwrite the ids that they replace.
        int[] codes = scratch.ids(page.rows());
        int[] ids = page.ids();
        if (ids != null) {
            for (int i = 0; i < page.present(); i++) {
                codes[i] = entries[ids[i]];
            }
        } else {
            plain(page.values(), codes, page.present());
        }
        if (page.levels() != null) {
            spread(page, codes);
        }
        rows.take(codes, page.rows(), firstRow);
    }

    /// Texts, each preceded by its length in four bytes.
    private void plain(ByteBuffer bytes, int[] codes, int count) {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new ParquetDecodingException("a text of %d bytes of %d".formatted(length, in.remaining()));
            }
            int from = in.arrayOffset() + in.position();
            codes[i] = code(in.array(), from, from + length);
            in.position(in.position() + length);
        }
    }

    /// A text is usually the same as the one before it.
    private int code(byte[] bytes, int from, int to) {
        if (last == null || !Arrays.equals(bytes, from, to, last, 0, last.length)) {
            last = Arrays.copyOfRange(bytes, from, to);
            lastCode = lookup.applyAsInt(new String(last, StandardCharsets.UTF_8));
        }
        return lastCode;
    }

    /// Moves each code to its row. It works backwards, because a row is never before the place of its code.
    private void spread(Page page, int[] codes) {
        int k = page.present();
        for (int row = page.rows() - 1; row >= 0; row--) {
            codes[row] = page.levels()[row] == 0 ? missing : codes[--k];
        }
    }
}
