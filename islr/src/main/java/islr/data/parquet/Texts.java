package islr.data.parquet;

import java.util.function.ToIntFunction;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;

/// Decodes the values of text pages as small numbers. What stands in a dictionary is looked up once, not once a row.
final class Texts {

    private final ToIntFunction<String> lookup;
    private int[] codes = {};
    private Dictionary dictionary;
    private int[] entries;
    private Binary last;
    private int lastCode;

    Texts(ToIntFunction<String> lookup) {
        this.lookup = lookup;
    }

    /// The codes of the page's values that are present. The array may be longer, and is valid until the next call.
    int[] of(Page page, Dictionary dictionary) {
        int count = page.present();
        if (codes.length < count) {
            codes = new int[count];
        }
        int[] ids = page.ids();
        if (ids == null) {
            for (int i = 0; i < count; i++) {
                codes[i] = code(page.values().readBytes());
            }
            return codes;
        }
        if (this.dictionary != dictionary) {
            entries = new int[dictionary.getMaxId() + 1];
            for (int id = 0; id < entries.length; id++) {
                entries[id] = lookup.applyAsInt(dictionary.decodeToBinary(id).toStringUsingUTF8());
            }
            this.dictionary = dictionary;
        }
        for (int i = 0; i < count; i++) {
            codes[i] = entries[ids[i]];
        }
        return codes;
    }

    /// Mostly a text is the one before it once more.
    private int code(Binary text) {
        if (!text.equals(last)) {
            lastCode = lookup.applyAsInt(text.toStringUsingUTF8());
            last = text.copy();
        }
        return lastCode;
    }
}
