package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clips that are not files: read as the same bytes in a file, or refused in the same words.
class OffDiskClipsTest {
    private static final String SOUND = "fixtures/snappy-dictionary-doubles.parquet";
    private static final SkeletonRows SOME = SkeletonRows.of(3, 61, 470, 490, 505, 542);

    @TempDir
    private Path folder;

    @FunctionalInterface
    private interface Reading {
        Clip read() throws IOException;
    }

    /// The landmarks, or the message.
    private static String told(Reading reading) {
        try {
            Clip clip = reading.read();
            return clip.name() + clip.rows() + clip.notes() + Arrays.hashCode(clip.landmarks());
        } catch (IOException e) {
            return e.getClass() + e.getMessage();
        }
    }

    /// A stream that gives a few bytes at a time, as one of a network does.
    private static InputStream dripping(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 4_097));
            }
        };
    }

    private void assertSameInEveryForm(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("clip.parquet"), bytes);
        String name = file.toString();
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 11).position(7).put(bytes).flip().position(7);
        for (SkeletonRows rows : List.of(SkeletonRows.ALL, SOME)) {
            String expected = told(() -> ClipReader.read(file, rows, islr.tensor.Parallel.sequential()));
            List<Reading> forms = new ArrayList<>(List.of(() -> ClipReader.read(name, bytes, rows),
                    () -> ClipReader.read(name, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), rows),
                    () -> ClipReader.read(name, direct, rows), () -> ClipReader.read(name, dripping(bytes), rows),
                    () -> throughChannel(file, rows)));
            if (rows.isAll()) {
                forms.addAll(List.of(() -> ClipReader.read(name, bytes), () -> ClipReader.read(name, direct),
                        () -> ClipReader.read(name, dripping(bytes)), () -> throughChannel(file, null)));
            }
            for (int i = 0; i < forms.size(); i++) {
                assertThat(told(forms.get(i))).as("form %d of %s", i, name).isEqualTo(expected);
            }
        }
        assertThat(direct.position()).isEqualTo(7);
    }

    private static Clip throughChannel(Path file, SkeletonRows rows) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(5);
            Clip clip = rows == null ? ClipReader.read(file.toString(), channel)
                    : ClipReader.read(file.toString(), channel, rows);
            assertThat(channel.isOpen()).isTrue();
            return clip;
        }
    }

    @Test
    void everyFixtureIsReadOrRefusedAsFromAFile() throws IOException {
        int read = 0;
        for (String at : List.of("fixtures", "fixtures/refused")) {
            try (Stream<Path> files = Files.list(TestClips.resource(at))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
                    assertSameInEveryForm(Files.readAllBytes(file));
                    read++;
                }
            }
        }
        assertThat(read).isGreaterThan(20);
    }

    @Test
    void damagedClipsAreRefusedAsFromAFile() throws IOException {
        SoundClip sound = new SoundClip("sound", Files.readAllBytes(TestClips.resource(SOUND)));
        Random random = new Random(3);
        for (Mutation mutation : Mutation.values()) {
            for (int i = 0; i < 3; i++) {
                assertSameInEveryForm(mutation.of(sound, sound, random));
            }
        }
    }

    @Test
    void anEmptyArrayIsRefused() throws IOException {
        assertSameInEveryForm(new byte[0]);
        assertThat(told(() -> ClipReader.read("upload 7", new byte[0])))
                .endsWith("upload 7: the file is empty; is it a failed download?");
    }

    @Test
    void aStreamThatFailsInTheMiddleIsToldAsThat() throws IOException {
        byte[] bytes = Files.readAllBytes(TestClips.resource(SOUND));
        for (String why : new String[] {"connection reset", null}) {
            InputStream failing = new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException(why);
                }
            };
            InputStream half = new SequenceInputStream(new ByteArrayInputStream(bytes, 0, bytes.length / 2), failing);
            assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read("upload 7", half))
                    .withMessage("upload 7: the stream cannot be read" + (why == null ? "" : " (connection reset)"));
        }
    }

    @Test
    void aChannelThatIsClosedOrFailsIsToldAsThat() throws IOException {
        SeekableByteChannel closed = Files.newByteChannel(TestClips.resource(SOUND));
        closed.close();
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read("object", closed))
                .withMessage("object: the channel is closed; keep it open until the clip is read");
        try (SeekableByteChannel channel = new FailingChannel(Files.newByteChannel(TestClips.resource(SOUND)), 4)) {
            assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read("object", channel))
                    .withMessage("object: the channel cannot be read (connection reset)");
        }
    }

    /// Zeros without end; as many as are read are counted.
    @Test
    void aStreamWithoutEndIsRefused() {
        long[] given = new long[1];
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                given[0]++;
                return 0;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                given[0] += length;
                return length;
            }
        };
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.all("upload 7", endless, 70_000))
                .withMessage("upload 7: the stream has more than the 70,000 bytes that a clip may have; is it a clip?");
        assertThat(given[0]).isEqualTo(70_001);
    }

    @Test
    void aStreamMayBeAsLongAsTheLimit() throws IOException {
        byte[] bytes = new byte[70_000];
        new Random(5).nextBytes(bytes);
        assertThat(ClipReader.all("upload 7", new ByteArrayInputStream(bytes), 70_000)).isEqualTo(bytes);
    }

    @Test
    void nullIsNamed() {
        byte[] bytes = {1};
        assertNamed("name", () -> ClipReader.read(null, bytes));
        assertNamed("bytes", () -> ClipReader.read("a", (byte[]) null));
        assertNamed("rows", () -> ClipReader.read("a", bytes, null));
        assertNamed("bytes", () -> ClipReader.read("a", (ByteBuffer) null));
        assertNamed("in", () -> ClipReader.read("a", (InputStream) null));
        assertNamed("channel", () -> ClipReader.read("a", (SeekableByteChannel) null));
        assertNamed("name", () -> ClipReader.read(null, InputStream.nullInputStream()));
    }

    private static void assertNamed(String parameter, Reading reading) {
        assertThatNullPointerException().isThrownBy(reading::read).withMessage(parameter);
    }
}
