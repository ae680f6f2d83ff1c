package islr.draw;

import islr.data.Clip;
import islr.recognize.TestModels;
import islr.tensor.Nulls;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a caller in Java may get wrong is told in the words of what was called.
class ArgumentsTest {
    @Test
    void nullIsToldByTheNameOfTheParameter() throws Exception {
        Clip clip = TestModels.clip("clip", 2, 1);
        ChangeDrawing change = ChangeDrawing.of("a", clip, clip, new double[] {0, 1}, ChangeDrawing.View.PERSON);
        Nulls.with(Map.ofEntries(Map.entry(String.class, "a"), Map.entry(int.class, 2),
                Map.entry(List.class, List.of()), Map.entry(Set.class, Set.of()),
                Map.entry(OptionalDouble.class, OptionalDouble.empty()), Map.entry(Clip.class, clip),
                Map.entry(ClipDrawing.class, ClipDrawing.of(clip, "a", List.of())),
                Map.entry(DrawnPage.class, new DrawnPage("a", List.of())),
                Map.entry(ClipSummary.class, ClipSummary.of(clip)), Map.entry(double[].class, new double[] {0, 1}),
                Map.entry(ChangeDrawing.View.class, ChangeDrawing.View.PERSON), Map.entry(ChangeDrawing.class, change),
                Map.entry(ChangesPage.class, new ChangesPage("a", List.of()))))
                .areToldByName(Nulls.publicClasses(ClipDrawing.class), 16);
    }
}
