package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BriefRunTest {
    private static final UserOptions NOTHING = new UserOptions(Map.of());

    @TempDir
    private Path folder;
    private String clip;

    @BeforeEach
    void writeClip() throws IOException {
        clip = Files.createFile(folder.resolve("clip.parquet")).toString();
    }

    private static UserOptions user(String options) {
        return new UserOptions(Map.of("JAVA_TOOL_OPTIONS", options));
    }

    @Test
    void oneClipIsBriefWhateverTheOptions() {
        assertThat(BriefRun.is(NOTHING, clip)).isTrue();
        assertThat(BriefRun.is(NOTHING, "--model", folder.resolve("model.safetensors").toString(), "--top", "3", clip))
                .isTrue();
        assertThat(BriefRun.is(NOTHING, "missing.parquet")).isTrue();
    }

    @Test
    void severalClipsAndDirectoriesAreNot() {
        assertThat(BriefRun.is(NOTHING, clip, clip)).isFalse();
        assertThat(BriefRun.is(NOTHING, folder.toString())).isFalse();
        assertThat(BriefRun.is(NOTHING, clip, folder.toString())).isFalse();
    }

    @Test
    void aLargeClipIsNot() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(clip, "rw")) {
            file.setLength(9 << 20);
        }
        assertThat(BriefRun.is(NOTHING, clip)).isFalse();
    }

    @Test
    void whoChoosesTheKernelsGetsAUsualRun() {
        assertThat(BriefRun.is(user("-Xmx1g"), clip)).isTrue();
        assertThat(BriefRun.is(user("-Dislr.kernels=simd"), clip)).isFalse();
    }

    @Test
    void otherCommandsAreNot() {
        assertThat(BriefRun.is(NOTHING)).isFalse();
        assertThat(BriefRun.is(NOTHING, "--help")).isFalse();
        assertThat(BriefRun.is(NOTHING, "--help", clip)).isFalse();
    }
}
