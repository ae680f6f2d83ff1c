package islr.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's {@code javadoc} runs over the packages for users without a complaint. */
class JavadocTest {
    private static final Path ROOT = Path.of(System.getProperty("islr.root", ".."));
    private static final List<String> MODULES = List.of("tensor", "nn", "weights", "islr");

    /** Said of every program that asks for the Vector API. */
    private static final String INCUBATING = "compiler.warn.incubating.modules";

    @TempDir
    private Path folder;

    @Test
    void javadocOfThePackagesForUsersHasNoErrorAndNoWarning() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : MODULES) {
            sources.addAll(publicSources(ROOT.resolve(module).resolve("src/main/java")));
        }
        assertThat(javadoc(sources)).isEmpty();
        assertThat(folder.resolve("islr/recognize/Recognizer.html")).exists();
        assertThat(folder.resolve("islr/internal")).doesNotExist();
    }

    /** What javadoc complains of, one line each. */
    private List<String> javadoc(List<Path> sources) throws IOException {
        // Doclint's "missing" would ask for a tag for every parameter, also where the first sentence says all. What a
        // method returns is asked for by PublicDocs.
        List<String> options = List.of("-d", folder.toString(), "-Xdoclint:all,-missing", "-Xmaxerrs", "10000",
                "-Xmaxwarns", "10000", "--add-modules", "jdk.incubator.vector", "-classpath",
                System.getProperty("java.class.path"), "-quiet");
        DocumentationTool tool = ToolProvider.getSystemDocumentationTool();
        List<String> complaints = new ArrayList<>();
        StringWriter other = new StringWriter();
        boolean done;
        try (StandardJavaFileManager files = tool.getStandardFileManager(null, Locale.ROOT, null)) {
            done = tool.getTask(other, files, diagnostic -> note(diagnostic, complaints), PublicDocs.class, options,
                    files.getJavaFileObjectsFromPaths(sources)).call();
        }
        if (!done && complaints.isEmpty()) {
            complaints.add("javadoc failed: " + other);
        }
        return complaints;
    }

    private static void note(Diagnostic<? extends JavaFileObject> diagnostic, List<String> complaints) {
        boolean isComplaint = switch (diagnostic.getKind()) {
            case ERROR, WARNING, MANDATORY_WARNING -> !INCUBATING.equals(diagnostic.getCode());
            case NOTE, OTHER -> false;
        };
        if (isComplaint) {
            JavaFileObject source = diagnostic.getSource();
            complaints.add((source == null ? "" : source.getName() + ":" + diagnostic.getLineNumber() + ": ")
                    + diagnostic.getMessage(Locale.ROOT));
        }
    }

    private static List<Path> publicSources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files
                    .filter(file -> file.toString().endsWith(".java")).filter(file -> PublicPackages.isPublic(root
                            .relativize(file.getParent()).toString().replace(file.getFileSystem().getSeparator(), ".")))
                    .sorted().toList();
        }
    }
}
