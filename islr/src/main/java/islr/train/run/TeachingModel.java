package islr.train.run;

import islr.data.SignList;
import islr.internal.Few;
import islr.recognize.ModelFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A trained model whose answers a run learns from. Its network may be another one than that of the run; what it reads
/// of a clip must be the same, and it must know the signs of the run.
///
/// @param name as `--teacher` has it, see [UsedModel]
/// @param file what it holds
public record TeachingModel(String name, ModelFile file) {
    public TeachingModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(file, "file");
    }

    /// How a run's settings name it.
    public UsedModel used() {
        return UsedModel.of(UsedModel.Role.TEACHER, name, file);
    }

    /// Checks that a run with these settings can learn from it, before anything is read.
    ///
    /// @throws IllegalArgumentException saying what does not fit
    public void requireFitting(RunSettings settings, SignList signs) {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(signs, "signs");
        if (settings.signs().architecture().hasTeacher(settings.values())) {
            throw new IllegalArgumentException("teacher: with these settings, preset " + settings.preset().id()
                    + " has a teacher of its own; see student_units in --help, or leave --teacher out");
        }
        String own = settings.features().version();
        String theirs = file.features().version();
        if (!own.equals(theirs)) {
            throw new IllegalArgumentException("teacher: " + name + " (preset " + file.preset().id()
                    + ") reads other features of a clip, '" + theirs + "', than this run, '" + own
                    + "'; choose a teacher with the same features, or another --preset");
        }
        columns(signs);
    }

    /// Of each sign the number of its logit.
    ///
    /// @throws IllegalArgumentException if it does not know one of the signs
    public int[] columns(SignList signs) {
        Objects.requireNonNull(signs, "signs");
        int[] columns = new int[signs.size()];
        List<String> unknown = new ArrayList<>();
        for (int sign = 0; sign < columns.length; sign++) {
            columns[sign] = UsedModel.classOf(file, signs, sign);
            if (columns[sign] < 0) {
                unknown.add(signs.name(sign));
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "teacher: " + name + " does not know " + unknown.size() + " of the " + signs.size() + " signs ("
                            + Few.of(unknown, ", ") + "); choose a teacher that was trained on all of " + "them");
        }
        return columns;
    }
}
