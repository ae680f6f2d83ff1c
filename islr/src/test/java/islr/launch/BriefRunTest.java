package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BriefRunTest {
    @TempDir
    private Path folder;
    private String clip;

    @BeforeEach
    void writeClip() throws IOException {
        clip = Files.createFile(folder.resolve("clip.parquet")).toString();
    }

    @Test
    void oneClipIsBriefWhateverTheOptions() {
        assertThat(BriefRun.is(clip)).isTrue();
        assertThat(BriefRun.is("--model", folder.resolve("model.safetensors").toString(), "--top", "3", clip)).isTrue();
        assertThat(BriefRun.is("missing.parquet")).isTrue();
    }

    @Test
    void severalClipsAndDirectoriesAreNot() {
        assertThat(BriefRun.is(clip, clip)).isFalse();
        assertThat(BriefRun.is(folder.toString())).isFalse();
        assertThat(BriefRun.is(clip, folder.toString())).isFalse();
    }

    @Test
    void aLargeClipIsNot() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(clip, "rw")) {
            file.setLength(9 << 20);
        }
        assertThat(BriefRun.is(clip)).isFalse();
    }

    @Test
    void otherCommandsAreNot() {
        assertThat(BriefRun.is()).isFalse();
        assertThat(BriefRun.is("--help")).isFalse();
    }
}
