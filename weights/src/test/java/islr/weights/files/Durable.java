package islr.weights.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;

/// What must be true of all changes of a program for its files to be whole whenever it ends, or the power fails: bytes
/// go only to new files, are forced to the disk, are moved in one step to a name in the same folder, and then the
/// folder is forced to the disk.
public final class Durable {
    private Durable() {}

    /// @param names of the files that must have been written, each once or more, and no other
    public static void assertDurable(List<Step> steps, Collection<String> names) {
        List<Step> moves = steps.stream().filter(step -> step.kind() == Step.Kind.MOVE).toList();
        assertThat(moves.stream().map(move -> move.target().getFileName().toString()).distinct())
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(steps).noneMatch(step -> step.kind() == Step.Kind.COPY);
        steps.stream().filter(step -> step.kind() == Step.Kind.WRITE).map(Step::file).distinct().forEach(file -> {
            List<Step> own = steps.stream().filter(step -> file.equals(step.file())).toList();
            assertThat(own.getFirst().options()).as("how %s is opened", file)
                    .matches(options -> options.contains(StandardOpenOption.CREATE_NEW));
            assertThat(file.getFileName().toString()).matches("\\.islr-[0-9a-f]{16}\\.part");
            assertMoved(steps, own);
        });
    }

    /// @param own the steps of a new file
    private static void assertMoved(List<Step> steps, List<Step> own) {
        Step last = own.getLast();
        assertThat(last.kind()).as("the end of %s", own).isEqualTo(Step.Kind.MOVE);
        assertThat(last.options()).as("how it is moved")
                .matches(options -> options.contains(StandardCopyOption.ATOMIC_MOVE));
        assertThat(own.get(own.size() - 2).kind()).as("what comes before the move in %s", own)
                .isEqualTo(Step.Kind.FORCE);
        Path folder = last.target().getParent();
        assertThat(last.file().getParent()).isEqualTo(folder);
        int next = steps.indexOf(last) + 1;
        assertThat(steps.subList(Math.min(next, steps.size()), Math.min(next + 1, steps.size())))
                .as("what follows %s", last).containsExactly(Step.of(Step.Kind.FORCE, folder));
    }
}
