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
        assertThat(BriefRun.is(null, clip)).isTrue();
        assertThat(BriefRun.is(null, "--model", folder.resolve("model.safetensors").toString(), "--top", "3", clip))
                .isTrue();
        assertThat(BriefRun.is(null, "missing.parquet")).isTrue();
    }

    @Test
    void severalClipsAndDirectoriesAreNot() {
        assertThat(BriefRun.is(null, clip, clip)).isFalse();
        assertThat(BriefRun.is(null, folder.toString())).isFalse();
        assertThat(BriefRun.is(null, clip, folder.toString())).isFalse();
    }

    @Test
    void aLargeClipIsNot() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(clip, "rw")) {
            file.setLength(9 << 20);
        }
        assertThat(BriefRun.is(null, clip)).isFalse();
    }

    @Test
    void whoChoosesTheKernelsGetsAUsualRun() {
        assertThat(BriefRun.is("-Xmx1g", clip)).isTrue();
        assertThat(BriefRun.is("-Dislr.kernels=simd", clip)).isFalse();
    }

    @Test
    void otherCommandsAreNot() {
        assertThat(BriefRun.is(null)).isFalse();
        assertThat(BriefRun.is(null, "--help")).isFalse();
        assertThat(BriefRun.is(null, "--help", clip)).isFalse();
    }
}
