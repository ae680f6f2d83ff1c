package islr.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.dataset.ClipSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTablesTest {
    private static final List<String> SIGNS = List.of("a, b", "say \"no\"", "c");
    private static final List<ClipSource.Recording> CLIPS = List.of(new ClipSource.Recording("x/1.parquet", "7", 0),
            new ClipSource.Recording("x/2.parquet", "7", 0), new ClipSource.Recording("x/3,4.parquet", "p 8", 2));
    private static final Evaluation EVALUATION = new Evaluation(
            new float[][] {{0.5f, 0.25f, 0.25f}, {0.125f, 0.625f, 0.25f}, {0.25f, 0.5f, 0.25f}}, new int[] {0, 0, 2},
            Optional.of(new boolean[] {false, true, false}));

    @Test
    void everyClipHasARowWithTheAnswerAndTheRankOfItsSign() {
        assertThat(EvaluationTables.predictions(CLIPS, EVALUATION, SIGNS::get)).isEqualTo("""
                file,participant,sign,answer,probability,rank,sure
                "x/1.parquet","7","a, b","a, b",0.5,1,false
                "x/2.parquet","7","a, b","say ""no""\",0.625,3,true
                "x/3,4.parquet","p 8","c","say ""no""\",0.5,2,false
                """);
    }

    @Test
    void whetherAModelWithoutAThresholdIsSureIsLeftEmpty() {
        Evaluation unknown = new Evaluation(EVALUATION.probabilities(), EVALUATION.labels());
        assertThat(EvaluationTables.predictions(CLIPS, unknown, SIGNS::get).lines().skip(1))
                .allSatisfy(line -> assertThat(line).endsWith(",")).hasSize(3);
    }

    @Test
    void everyPairOfConfusedSignsHasARow() {
        assertThat(EvaluationTables.confusions(EVALUATION, SIGNS::get)).isEqualTo("""
                sign,taken_for,clips,of
                "a, b","say ""no""\",1,2
                "c","say ""no""\",1,1
                """);
    }

    @Test
    void aTableOfOtherClipsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EvaluationTables.predictions(CLIPS.subList(0, 2), EVALUATION, SIGNS::get))
                .withMessage("predictions: 2 clips, 3 of them judged");
    }
}
