package islr.data.parquet;

import java.io.IOException;

/// Decodes the values of text pages as small numbers, by a look-up that need not make strings: a dictionary is looked up once, not once a
/// row.
final class TextDecoder {

    private final ParquetFile.TextCode lookup;
    private int[] codes = {};
    private Page.Dictionary dictionary;
    private int[] dictionaryCodes;

    TextDecoder(ParquetFile.TextCode lookup) {
        this.lookup = lookup;
    }

    /// The codes of the page's values that are present. The array may be longer, and is valid until the next call.
    int[] decode(Page page) throws IOException {
        int count = page.present();
        if (codes.length < count) {
            codes = new int[count];
        }
        if (count == 0) {
            return codes;
        }
        if (page.isDictionaryEncoded()) {
            lookUp(page);
            return codes;
        }
        switch (page.encoding()) {
            case PLAIN -> plain(page.values(), codes, count);
            case DELTA_LENGTH_BYTE_ARRAY -> deltaLength(page.values(), count);
            case DELTA_BYTE_ARRAY -> deltaPrefix(page.values(), count);
            default -> throw new UnsupportedException(
                    "encoding %s of text is not supported; write the clip with plain or dictionary encoding", page.encoding());
        }
        return codes;
    }

    private void lookUp(Page page) throws ParquetException {
        if (page.dictionary() != dictionary) {
            // Each plain text takes four bytes for its length.
            if (page.dictionary().size() > page.dictionary().plain().remaining() / 4) {
                throw new ParquetException("dictionary ends early");
            }
            dictionaryCodes = new int[page.dictionary().size()];
            plain(page.dictionary().plain(), dictionaryCodes, dictionaryCodes.length);
            dictionary = page.dictionary();
        }
        page.readIndices(codes, dictionaryCodes.length);
        for (int i = 0, count = page.present(); i < count; i++) {
            codes[i] = dictionaryCodes[codes[i]];
        }
    }

    private void plain(Bytes in, int[] out, int count) throws ParquetException {
        for (int i = 0; i < count; i++) {
            int length = in.readInt();
            out[i] = lookup.code(in.array, in.take(length), length);
        }
    }

    /// All lengths, then all texts.
    private void deltaLength(Bytes in, int count) throws ParquetException {
        long[] lengths = DeltaDecoder.decode(in, count);
        for (int i = 0; i < count; i++) {
            int start = in.take(lengths[i]);
            codes[i] = lookup.code(in.array, start, (int) lengths[i]);
        }
    }

    /// Each text starts with some bytes of the one before it.
    private void deltaPrefix(Bytes in, int count) throws ParquetException {
        long[] prefixes = DeltaDecoder.decode(in, count);
        long[] suffixes = DeltaDecoder.decode(in, count);
        byte[] text = {};
        for (int i = 0; i < count; i++) {
            int start = in.take(suffixes[i]);
            if (prefixes[i] < 0 || prefixes[i] > text.length) {
                throw new ParquetException("prefix longer than the text before");
            }
            int prefix = (int) prefixes[i];
            byte[] next = new byte[prefix + (int) suffixes[i]];
            System.arraycopy(text, 0, next, 0, prefix);
            System.arraycopy(in.array, start, next, prefix, next.length - prefix);
            text = next;
            codes[i] = lookup.code(text, 0, text.length);
        }
    }
}
