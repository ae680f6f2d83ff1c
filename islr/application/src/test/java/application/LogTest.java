package application;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import islr.data.ClipWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.SLF4JServiceProvider;

/// The application's logback gets what the parquet library logs.
class LogTest {
    @TempDir
    private Path folder;

    @Test
    void theLogOfTheParquetLibraryGoesToTheApplicationsLogback() throws Exception {
        // Not by its interface: whatever provider slf4j has taken must be logback's.
        Logger parquet = (Logger) LoggerFactory.getLogger("org.apache.parquet");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        parquet.addAppender(lines);
        parquet.setLevel(Level.DEBUG);
        parquet.setAdditive(false);
        try {
            ClipWriter.write(folder.resolve("clip.parquet"), SomeClips.clip("clip", 3, 1));
        } finally {
            parquet.setLevel(Level.WARN);
            parquet.setAdditive(true);
            parquet.detachAppender(lines);
        }
        assertThat(lines.list).isNotEmpty();
    }

    @Test
    void logbackIsTheOnlyProvider() {
        List<String> providers = new ArrayList<>();
        ServiceLoader.load(SLF4JServiceProvider.class)
                .forEach(provider -> providers.add(provider.getClass().getName()));
        assertThat(providers).containsExactly("ch.qos.logback.classic.spi.LogbackServiceProvider");
    }
}
