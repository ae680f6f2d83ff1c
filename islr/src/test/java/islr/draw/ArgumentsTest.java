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
        Nulls.with(Map.of(String.class, "a", int.class, 2, List.class, List.of(), Set.class, Set.of(),
                OptionalDouble.class, OptionalDouble.empty(), Clip.class, clip, ClipDrawing.class,
                ClipDrawing.of(clip, "a", List.of()), DrawnPage.class, new DrawnPage("a", List.of()), ClipSummary.class,
                ClipSummary.of(clip))).areToldByName(Nulls.publicClasses(ClipDrawing.class), 8);
    }
}
