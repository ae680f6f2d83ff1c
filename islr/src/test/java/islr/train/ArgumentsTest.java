package islr.train;

import islr.data.Clip;
import islr.data.SignList;
import islr.dataset.ClipSource;
import islr.dataset.Progress;
import islr.dataset.SignedSource;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.nn.Parameters;
import islr.recognize.Certainty;
import islr.recognize.ModelFile;
import islr.recognize.TestModels;
import islr.system.Model;
import islr.system.NamedSettings;
import islr.system.Preset;
import islr.system.Setting;
import islr.system.Settings;
import islr.system.Training;
import islr.tensor.Compute;
import islr.tensor.Nulls;
import islr.train.calibration.Calibration;
import islr.train.calibration.HeldOut;
import islr.train.calibration.Outputs;
import islr.train.calibration.Reliability;
import islr.train.calibration.SureScores;
import islr.train.report.ClassificationReport;
import islr.train.report.Disturbance;
import islr.train.report.EpochMetrics;
import islr.train.report.Evaluation;
import islr.train.report.Metrics;
import islr.train.report.Robustness;
import islr.train.run.BestEpoch;
import islr.train.run.RunFolder;
import islr.train.run.RunLog;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import islr.train.run.RunState;
import islr.train.run.StartingModel;
import islr.train.run.TeachingModel;
import islr.train.run.UsedModel;
import islr.weights.Checkpoint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a caller in Java may get wrong is told in the words of what was called.
class ArgumentsTest {
    private static final List<Class<?>> CLASSES = Stream
            .of(Trainer.class, RunPlan.class, Metrics.class, Calibration.class)
            .flatMap(one -> Nulls.publicClasses(one).stream()).toList();

    @TempDir
    private Path folder;

    private Map<Class<?>, Object> samples() throws Exception {
        ToyClips toys = new ToyClips(2, 2, 2);
        RunPlan plan = ToyRuns.begin(folder.resolve("run"), toys);
        TrainingClips clips = ToyRuns.clips(plan);
        ModelFile file = ModelFile.read(TestModels.write(folder.resolve("model.safetensors")));
        StartingModel model = new StartingModel("model", file);
        Evaluation evaluation = new Evaluation(new float[][] {{0.25f, 0.75f}}, new int[] {1});
        Map<Class<?>, Object> samples = new HashMap<>();
        samples.put(String.class, "name");
        samples.put(int.class, 1);
        samples.put(long.class, 1L);
        samples.put(double.class, 0.5);
        samples.put(boolean.class, false);
        samples.put(float[].class, new float[] {0.25f, 0.75f});
        samples.put(float[][].class, evaluation.probabilities());
        samples.put(int[].class, evaluation.labels());
        samples.put(IntFunction.class, (IntFunction<String>) number -> "sign " + number);
        samples.put(Path.class, folder.resolve("other"));
        samples.put(List.class, List.of());
        samples.put(Map.class, Map.of());
        samples.put(SequencedMap.class, new LinkedHashMap<>());
        samples.put(Set.class, Set.of());
        samples.put(Optional.class, Optional.empty());
        samples.put(OptionalDouble.class, OptionalDouble.empty());
        samples.put(Exception.class, new Exception("no"));
        samples.put(Checkpoint.class, new Checkpoint(Map.of(), Map.of()));
        samples.put(SignList.class, TestModels.SIGNS);
        samples.put(NamedSettings.class, plan.settings().preset());
        samples.put(Preset.class, plan.settings().signs());
        samples.put(SignedSource.class, toys);
        samples.put(Settings.class, plan.settings().values());
        samples.put(Setting.class, Training.EPOCHS);
        samples.put(Compute.class, Compute.cpu());
        samples.put(Model.class, file.model());
        samples.put(ModelFile.class, file);
        samples.put(Progress.class, Progress.NONE);
        samples.put(ClipSource.class, toys);
        samples.put(Split.class, plan.split());
        samples.put(RunPlan.Opener.class, (RunPlan.Opener) (data, settings) -> toys);
        samples.put(BestEpoch.Measure.class, BestEpoch.Measure.LOSS);
        samples.put(ClassificationReport.Row.class, new ClassificationReport.Row(1, 1, 1, 1));
        samples.put(Clip.class, TestModels.clip("clip", 3, 1));
        samples.put(Robustness.Change.class, new Robustness.Change(Disturbance.NOISE, 1));
        samples.put(Disturbance.class, Disturbance.NOISE);
        // What methods are called on, too.
        samples.put(Robustness.class, new Robustness(2, 1, List.of()));
        samples.put(RunSettings.class, plan.settings());
        samples.put(RunFolder.class, plan.folder());
        samples.put(RunLog.class, plan.folder().log());
        samples.put(RunPlan.class, plan);
        samples.put(RunState.class, new RunState(List.of(), 3, Map.of(), Map.of(), Optional.empty()));
        samples.put(BestEpoch.class, new BestEpoch(BestEpoch.Measure.LOSS, 2));
        samples.put(UsedModel.class, model.used());
        samples.put(StartingModel.class, model);
        samples.put(TeachingModel.class, new TeachingModel(model.name(), file));
        samples.put(UsedModel.Role.class, UsedModel.Role.TEACHER);
        samples.put(TrainingClips.class, clips);
        samples.put(MemoryNeed.class, MemoryNeed.of(plan.settings(), clips, 2, Compute.cpu()));
        samples.put(Trainer.class, ToyRuns.trainer(plan, clips, Compute.cpu(), Progress.NONE));
        SignTask task = new SignTask(plan, clips, Compute.cpu(), Progress.NONE);
        samples.put(Ahead.class, new Ahead());
        samples.put(Ahead.Maker.class, (Ahead.Maker<Integer>) number -> number);
        samples.put(SignTask.SignLearner.class, task.learner(Parameters.fresh(1, clips.statistics())));
        samples.put(Task.class, task);
        samples.put(SignTask.class, task);
        samples.put(Parameters.class, Parameters.fresh(1, clips.statistics()));
        samples.put(Evaluation.class, evaluation);
        samples.put(ClassificationReport.class, evaluation.report());
        samples.put(double[].class, new double[] {0.25, 0.75});
        samples.put(boolean[].class, new boolean[] {false, true});
        HeldOut heldOut = new HeldOut(new float[][] {{0.5f, 1.5f}}, new int[] {1});
        samples.put(HeldOut.class, heldOut);
        samples.put(Certainty.class, Certainty.UNKNOWN);
        samples.put(Outputs.class, Outputs.NONE);
        samples.put(Measured.class, new Measured(heldOut, Optional.empty(), Optional.empty()));
        samples.put(SureScores.class, new SureScores(new double[0], new double[0], new double[0]));
        samples.put(Calibration.class, Calibration.of(heldOut, Outputs.NONE));
        samples.put(Reliability.class, Reliability.of(new double[] {0.5}, new boolean[] {true}));
        samples.put(EpochMetrics.class, new EpochMetrics(1, 0.1, 1, 0.5, 1, 0.5, 1, 3, 2));
        return samples;
    }

    @Test
    void nullIsToldByTheNameOfTheParameter() throws Exception {
        // What was not asked for is null.
        Nulls.with(samples()).nullable("RunPlan.best measure", "RunPlan.best patience").areToldByName(CLASSES, 90);
    }
}
