package islr.system.sixth;

import islr.internal.Beta;
import islr.internal.Prefixed;
import islr.internal.Streams;
import islr.nn.Parameters;
import islr.nn.train.AdamW;
import islr.nn.train.ExponentialAverage;
import islr.nn.train.SavedNumbers;
import islr.nn.train.Schedule;
import islr.system.Batch;
import islr.system.Deployment;
import islr.system.Recipe;
import islr.system.Settings;
import islr.system.StepResult;
import islr.system.Targets;
import islr.system.Training;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Losses;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// Three networks that learn at once: a large student, its teacher, which is the moving average of the student, and
/// the small one that predicts in the end.
///
/// ```
///            view 1 ─► student ─┬─ cross-entropy + consistency ──┐
///  one clip  view 2 ─► teacher ─┴─► probabilities ◄──────────────┤
///            view 0 ─► distilled ─── cross-entropy + consistency ┘
/// after the step:  teacher ← a·teacher + (1 − a)·student
/// ```
///
/// - cross-entropy with label smoothing s, of which each other sign gets `s/(classes − 1)`, and without the largest
///   losses of the batch
/// - consistency: `w · mean over the clips of Σ (p − p_teacher)²`, with `w = W·exp(−5·(1 − min(t, R)/R)²)` in step t
/// - with a probability that falls to 0 at 0.9 of the epochs the clips of a batch are mixed inside the networks, see
///   [Mixing]: the same partners and shares in all three, each before a layer of its own
/// - a moving average that began with random numbers: `a = min(1 − 1/(t + 1), decay)`. It has its own statistics of
///   batches
///
/// The learning rate changes from step to step. In the second half of the run, the small network is trained as it
/// predicts, with [Sixth#FROZEN] in force: without dropout, and with the statistics that it has by then.
///
/// Source: T. Viel's `kaggle_islr`; Tarvainen, Valpola, *Mean teachers are better role models* (2017).
final class MeanTeacher implements Recipe {
    private static final String STUDENT = "student/";
    private static final String TEACHER = "teacher/";
    private static final String DISTILLED = "distilled/";
    /// The part of the epochs behind which nothing is mixed.
    private static final double MIXED = 0.9;

    private final Learner distilled;
    private final Learner student;
    private final SixthNetwork teacher;
    /// Of the teacher, those that are no average: the statistics of its batches.
    private final SequencedMap<String, Tensor> statistics;
    private final ExponentialAverage average;
    private final Deployment deployment;
    private final Settings settings;
    private final float smoothing;
    private final int dropped;
    private Schedule rates;
    private int ramp;
    /// From 0.
    private int step;
    private boolean frozen;
    private double mixes;

    /// A network with its optimiser.
    private record Learner(SixthNetwork network, Parameters parameters, AdamW optimizer) {
        static Learner of(Settings settings, SixthNetwork network, Parameters parameters) {
            return new Learner(network, parameters, Sixth.optimizer(settings, parameters));
        }
    }

    /// How the clips of a batch are mixed in each of the three networks.
    record Mixings(Mixing distilled, Mixing student, Mixing teacher) {
        static final Mixings NONE = new Mixings(Mixing.NONE, Mixing.NONE, Mixing.NONE);
    }

    /// @param network the one that predicts in the end
    /// @param parameters its parameters
    MeanTeacher(Settings settings, SixthNetwork network, Parameters parameters) {
        this(settings, network, parameters, fresh(settings, STUDENT), fresh(settings, TEACHER));
    }

    /// With these parameters of student and teacher, which need not be complete.
    MeanTeacher(Settings settings, SixthNetwork network, Parameters parameters, Parameters ofStudent,
            Parameters ofTeacher) {
        this.settings = settings;
        int classes = network.classes();
        SixthSizes large = SixthSizes.ofStudent(settings, classes);
        SixthNetwork learning = new SixthNetwork(large, ofStudent);
        teacher = new SixthNetwork(large, ofTeacher);
        distilled = Learner.of(settings, network, parameters);
        student = Learner.of(settings, learning, ofStudent);
        average = new ExponentialAverage(ofStudent.trainable(), ofTeacher.trainable(),
                settings.get(Sixth.TEACHER_DECAY));
        statistics = ofTeacher.state();
        statistics.keySet().removeAll(ofTeacher.trainable().keySet());
        deployment = new Deployment(settings, parameters);
        smoothing = classes == 1 ? 0 : settings.get(Training.SMOOTHING).floatValue() * classes / (classes - 1);
        dropped = Training.dropped(settings);
    }

    private static Parameters fresh(Settings settings, String name) {
        return Parameters.fresh(Streams.of(settings.get(Training.SEED), name).nextLong());
    }

    @Override
    public int views() {
        return 3;
    }

    @Override
    public double begin(int epoch, int steps) {
        int epochs = settings.get(Training.EPOCHS);
        rates = Training.rates(settings, steps);
        ramp = (int) (settings.get(Sixth.RAMP) * epochs * steps);
        step = epoch * steps;
        frozen = settings.get(Sixth.FROZEN) && 2 * epoch >= epochs;
        mixes = mixes(settings.get(Sixth.MIX), epoch, epochs);
        return rates.at(step);
    }

    @Override
    public StepResult step(Compute c, TrainingBatch batch) {
        return step(c, batch, drawn(c.random(), batch.size()));
    }

    /// How often the batches of an epoch are mixed.
    static double mixes(double most, int epoch, int epochs) {
        return Math.max(0, most * (1 - (epoch + 1) / (MIXED * epochs)));
    }

    private Mixings drawn(RandomGenerator random, int clips) {
        if (random.nextDouble() >= mixes) {
            return Mixings.NONE;
        }
        int[] partners = new int[clips];
        for (int i = 0; i < clips; i++) {
            int j = random.nextInt(i + 1);
            partners[i] = partners[j];
            partners[j] = i;
        }
        float[] shares = new float[clips];
        for (int i = 0; i < clips; i++) {
            shares[i] = (float) Beta.symmetric(settings.get(Sixth.MIX_ALPHA), random);
        }
        return new Mixings(new Mixing(random.nextInt(SixthNetwork.LAYERS), partners, shares),
                new Mixing(random.nextInt(SixthNetwork.LAYERS), partners, shares),
                new Mixing(random.nextInt(SixthNetwork.LAYERS), partners, shares));
    }

    private StepResult step(Compute c, TrainingBatch batch, Mixings mixings) {
        Learned[] learned = losses(c, batch, mixings);
        Learned small = learned[0];
        Learned large = learned[1];
        // Losses that are not numbers spoil no parameter: whoever trains is told and stops.
        if (!Float.isFinite(large.loss + small.loss)) {
            return new StepResult(Float.NaN, small.logits);
        }
        double rate = rates.at(step++);
        student.optimizer.step(c, large.gradients, rate);
        distilled.optimizer.step(c, small.gradients, rate);
        average.step(c);
        deployment.step(c);
        return new StepResult(small.loss, small.logits);
    }

    /// What a step learns before it changes anything but the statistics of batches: of the small network, and of the
    /// student.
    Learned[] losses(Compute c, TrainingBatch batch, Mixings mixings) {
        int classes = distilled.network.classes();
        Tensor targets = Targets.smoothed(c, mixings.distilled.of(c, batch.targets().distributions(c, classes)),
                smoothing);
        Tensor taught = teacher.logits(c, batch.view(2), mixings.teacher).softmax(c);
        Learned large = learn(c, student, batch.view(1), mixings.student, targets, taught);
        Compute predicting = new Compute(c.kernels(), c.parallel(), c.memory());
        Learned small = learn(frozen ? predicting : c, distilled, batch.view(0), mixings.distilled, targets, taught);
        return new Learned[] {small, large};
    }

    /// What a step gives of a network.
    record Learned(float loss, Tensor logits, Gradients gradients) {}

    private Learned learn(Compute c, Learner learner, Batch batch, Mixing mixing, Tensor targets, Tensor taught) {
        try (Tape tape = Tape.open()) {
            Tensor logits = learner.network.logits(c, batch, mixing);
            int least = Math.min(dropped, batch.size() - 1);
            Tensor entropy = c.run(new Losses.SoftCrossEntropy(logits, targets, least));
            double weight = weight(settings.get(Sixth.CONSISTENCY), step + 1, ramp);
            Tensor loss = entropy.add(c, consistency(c, logits, taught, weight));
            return new Learned(loss.item(), logits, tape.gradients(c, loss));
        }
    }

    /// The weight of the consistency in a step.
    ///
    /// @param most the weight behind the ramp
    /// @param step from 1
    /// @param ramp how many steps it takes
    static double weight(double most, int step, int ramp) {
        double missing = ramp == 0 ? 0 : 1 - (double) Math.min(step, ramp) / ramp;
        return most * Math.exp(-5 * missing * missing);
    }

    /// How far the distributions of a model are from those of its teacher.
    ///
    /// @param logits [B, classes]
    /// @param taught [B, classes], probabilities
    static Tensor consistency(Compute c, Tensor logits, Tensor taught, double weight) {
        return logits.softmax(c).subtract(c, taught).square(c).sum(c).scale(c,
                (float) (weight / logits.shape().rows()));
    }

    @Override
    public void end(Compute c, int epoch) {
        deployment.end(c, epoch);
    }

    @Override
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        Prefixed.put(state, DISTILLED, distilled.optimizer.state());
        Prefixed.put(state, STUDENT, student.parameters.state());
        Prefixed.put(state, STUDENT, student.optimizer.state());
        Prefixed.put(state, TEACHER, statistics);
        Prefixed.put(state, TEACHER, average.state());
        state.putAll(deployment.state());
        return state;
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        distilled.optimizer.restore(Prefixed.get(state, DISTILLED));
        Map<String, Tensor> ofStudent = Prefixed.get(state, STUDENT);
        student.optimizer.restore(ofStudent);
        SavedNumbers.restore(STUDENT, ofStudent, student.parameters.state());
        Map<String, Tensor> ofTeacher = Prefixed.get(state, TEACHER);
        SavedNumbers.restore(TEACHER, ofTeacher, statistics);
        average.restore(ofTeacher);
        deployment.restore(state);
    }

    @Override
    public SequencedMap<String, Tensor> deployed() {
        return deployment.deployed();
    }
}
