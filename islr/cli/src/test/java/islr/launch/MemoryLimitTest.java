package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {
    private static final UserOptions NOTHING = new UserOptions(Map.of());

    @TempDir
    private Path root;

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private long limit() {
        return MemoryLimit.megabytes(root.toFile());
    }

    @Test
    void aContainersLimitIsThatOfItsControlGroup() throws IOException {
        assertThat(limit()).isZero();
        write("sys/fs/cgroup/memory.max", "max\n");
        assertThat(limit()).isZero();
        write("sys/fs/cgroup/memory.max", "134217728\n");
        assertThat(limit()).isEqualTo(128);
    }

    @Test
    void theGroupOfTheProcessCountsToo() throws IOException {
        write("proc/self/cgroup", "0::/user/islr\n");
        write("sys/fs/cgroup/memory.max", "1073741824\n");
        write("sys/fs/cgroup/user/islr/memory.max", "268435456\n");
        assertThat(limit()).isEqualTo(256);
    }

    @Test
    void theFirstVersionOfControlGroupsIsReadToo() throws IOException {
        write("proc/self/cgroup", "7:cpu,cpuacct:/a\n5:memory:/islr\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("sys/fs/cgroup/memory/islr/memory.limit_in_bytes", "268435456\n");
        assertThat(limit()).isEqualTo(256);
    }

    @Test
    void muchMemoryIsNoLimit() throws IOException {
        write("sys/fs/cgroup/memory.max", "8589934592\n");
        assertThat(limit()).isZero();
    }

    @Test
    void theHeapGetsWhatTheRestLeavesUnlessTheUserSaysHowMuch() {
        assertThat(MemoryLimit.options(512, NOTHING)).containsExactly("-Xmx312m", "-Dislr.container=512");
        assertThat(MemoryLimit.options(128, NOTHING)).contains("-Xmx16m");
        assertThat(MemoryLimit.options(0, NOTHING)).isEmpty();
        assertThat(MemoryLimit.options(512, new UserOptions(Map.of("JAVA_TOOL_OPTIONS", "-Xmx400m")))).isEmpty();
        assertThat(MemoryLimit.options(512, new UserOptions(Map.of("_JAVA_OPTIONS", "-XX:MaxRAMPercentage=80"))))
                .isEmpty();
    }

    @Test
    void aKilledProgramIsTold() {
        assertThat(MemoryLimit.ofKilled(137, 64)).contains("64 MB of memory that this container may use");
        assertThat(MemoryLimit.ofKilled(137, 0)).isNull();
        assertThat(MemoryLimit.ofKilled(1, 64)).isNull();
    }
}
