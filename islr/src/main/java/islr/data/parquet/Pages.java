package islr.data.parquet;

import java.io.IOException;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;

/// The data pages of one column in one row group, one after the other.
final class Pages implements AutoCloseable {

    private final Column column;
    private final PageReadStore store;
    private final PageReader reader;
    private final Dictionary dictionary;
    private long rowsLeft;

    /// @param store the row group, read for this column
    Pages(Column column, PageReadStore store) throws IOException {
        this.column = column;
        this.store = store;
        reader = store.getPageReader(column.descriptor());
        rowsLeft = store.getRowCount();
        dictionary = dictionary(reader.readDictionaryPage());
    }

    private Dictionary dictionary(DictionaryPage page) throws IOException {
        if (page == null) {
            return null;
        }
        // The library would take memory for as many values as the header claims.
        if (page.getDictionarySize() < 0 || (long) page.getDictionarySize() * column.minBytes() > page.getBytes().size()) {
            throw new ParquetDecodingException("dictionary ends early");
        }
        return page.getEncoding().initDictionary(column.descriptor(), page);
    }

    /// The values that dictionary ids stand for, `null` if the chunk has none.
    Dictionary dictionary() {
        return dictionary;
    }

    /// The next data page, `null` after the last.
    Page next() throws IOException {
        if (rowsLeft == 0) {
            return null;
        }
        DataPage page = reader.readPage();
        if (page == null || page.getValueCount() < 0 || page.getValueCount() > rowsLeft) {
            throw new ParquetDecodingException("pages do not have the row group's rows");
        }
        rowsLeft -= page.getValueCount();
        return Page.of(column, page);
    }

    @Override
    public void close() {
        store.close();
    }
}
