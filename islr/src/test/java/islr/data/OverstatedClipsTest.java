package islr.data;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import islr.data.ThriftNumbers.Number;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that claim more than they have, or have more than fits in a message. Each was found among the mutants.
class OverstatedClipsTest {

    private static final String BAD_PAGE = "the parquet file is damaged: column x, row group 0: a page cannot be "
            + "decoded; copy or download it again";
    private static final String BAD_FOOTER = "the parquet file is damaged: its footer cannot be decoded; copy or "
            + "download it again";

    @TempDir
    Path folder;

    @Test
    void aPageThatClaimsTwoGigabytesIsRefused() throws IOException {
        SoundClip clip = sound("none-byte-stream-split-doubles");
        int page = clip.pageHeaders().getFirst();
        // Type, uncompressed size, compressed size.
        Number size = ThriftNumbers.at(clip.bytes(), page).numbers().get(2);
        assertRefused(clip.withPageBytes(size.at(), size.length(), size.bytes(Integer.MAX_VALUE - 8)).bytes(),
                BAD_PAGE);
    }

    @Test
    void levelsThatClaimMoreThanTheirPageAreRefused() throws IOException {
        SoundClip clip = sound("zstd-strongest-v2-pages");
        for (int page : clip.pageHeaders()) {
            // In a page header of version 2, the number of bytes of the definition levels follows values, NULLs and
            // rows.
            ThriftNumbers header = ThriftNumbers.at(clip.bytes(), page);
            if (header.numbers().getFirst().value() == 3) {
                Number levels = header.numbers().get(7);
                byte[] bytes = clip.withPageBytes(levels.at(), levels.length(), levels.bytes(Integer.MAX_VALUE))
                        .bytes();
                assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read(write(bytes)))
                        .withMessageEndingWith("a page cannot be decoded; copy or download it again");
                return;
            }
        }
        throw new AssertionError("no page of version 2");
    }

    @Test
    void aFileThatOnlyDescribesOthersIsRefused() throws IOException {
        byte[] bytes = sound("none-byte-stream-split-doubles").withFooter(
                footer -> footer.getRow_groups().getFirst().getColumns().getLast().setFile_path("part-0.parquet"));
        assertRefused(bytes, "the file only describes the files that hold the columns; name one of those");
    }

    /// They would be read once for each row group.
    @Test
    void rowGroupsThatShareBytesAreRefused() throws IOException {
        SoundClip clip = sound("gzip-many-row-groups");
        byte[] bytes = clip
                .withFooter(footer -> footer.getRow_groups().forEach(group -> group.getColumns().forEach(column -> {
                    ColumnMetaData chunk = column.getMeta_data();
                    chunk.setTotal_compressed_size(clip.bytes().length - chunk.getData_page_offset());
                })));
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read(write(bytes)))
                .withMessageMatching(
                        ".*: the parquet file is damaged: column x, row group 1: [0-9,]+ bytes up to here, "
                                + "more than the file's [0-9,]+; copy or download it again");
    }

    @Test
    void aFooterTooLargeToReadIsNotCalledDamaged() throws IOException {
        int length = 17 << 20;
        byte[] bytes = new byte[4 + length + 8];
        byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer.wrap(bytes).put(magic).order(ByteOrder.LITTLE_ENDIAN).position(4 + length).putInt(length).put(magic);
        assertRefused(bytes,
                "its footer has 17,825,792 bytes, at most 16,777,216 are read; write the clip with larger row groups "
                        + "and less metadata, unless the file is damaged");
    }

    @Test
    void structsInStructsAreRefused() throws IOException {
        byte[] deep = new byte[1 << 16];
        Arrays.fill(deep, (byte) 0x1C);
        SoundClip clip = sound("none-byte-stream-split-doubles");
        assertRefused(clip.withPageBytes(clip.pageHeaders().getFirst(), 0, deep).bytes(), BAD_PAGE);
        assertRefused(clip.withFooterBytes(clip.footer(), 0, deep), BAD_FOOTER);
    }

    @Test
    void namesThatSteerTheTerminalOrTurnTheDirectionOfReadingAreShownWithoutThat() throws IOException {
        Path file = table(List.of("x\u202E", "y\u2028", "z\u009B31m\n"));
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read(file)).withMessage(
                file + ": no column x, y, z among its columns (x?, y?, z?31m?); is this an asl-signs clip?");
    }

    @Test
    void ofAWideTableAFewColumnsAreNamed() throws IOException {
        Path file = table(
                IntStream.range(0, 2_000).mapToObj("a column with quite a long name, %d"::formatted).toList());
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read(file))
                .withMessageStartingWith(file + ": no column x, y, z among its columns (a column with quite a lo…, ")
                .withMessageEndingWith("… and 1,988 more); is this an asl-signs clip?");
    }

    /// An empty table of floats.
    private Path table(List<String> columns) throws IOException {
        Path file = folder.resolve("table.parquet");
        var schema = new MessageType("table",
                columns.stream().<Type>map(name -> Types.required(PrimitiveTypeName.FLOAT).named(name)).toList());
        ExampleParquetWriter.builder(new LocalOutputFile(file)).withConf(new PlainParquetConfiguration())
                .withCodecFactory(new TestCodecs()).withType(schema).build().close();
        return file;
    }

    private void assertRefused(byte[] bytes, String reason) throws IOException {
        Path file = write(bytes);
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read(file))
                .withMessage(file + ": " + reason);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("clip.parquet"), bytes);
    }

    private static SoundClip sound(String fixture) throws IOException {
        return new SoundClip(fixture, Files.readAllBytes(TestClips.resource("fixtures/" + fixture + ".parquet")));
    }
}
