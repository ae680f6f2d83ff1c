package islr.dataset;

import islr.data.Clip;
import islr.dataset.PhraseSource.Part;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a model reads of every sequence of a source: in memory, or in the files of a cache, from where samples are read
/// when they are asked for. So a data set may be larger than the memory.
///
/// Several threads may read at once.
public final class PhraseStore implements Closeable {
    private final PhraseSource source;
    private final List<PreparedPart> parts = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    /// The part of each sequence.
    private final int[] partOf;

    private PhraseStore(PhraseSource source) {
        this.source = source;
        partOf = new int[source.recordings().size()];
        for (int p = 0; p < source.parts().size(); p++) {
            Part part = source.parts().get(p);
            Arrays.fill(partOf, part.first(), part.first() + part.count(), p);
        }
    }

    /// Reads and prepares all sequences on several threads, or takes them from the cache if they are there.
    ///
    /// The cache has a file for each part of the source. It is never stale: the file says from which sequences (their
    /// file's path, size and time of change) and by which features it was made, and is made anew if anything differs. A
    /// preparation that was stopped goes on with the parts that are missing. Parts in which a sequence could not be
    /// read are tried again.
    ///
    /// @param cache where prepared sequences are kept
    /// @return the samples of all sequences, to be closed by the caller
    /// @throws IOException if nothing can be kept there
    /// @throws InterruptedException if whoever watches wants it to stop
    public static PhraseStore read(PhraseSource source, Features features, int threads, Optional<Path> cache,
            Progress progress) throws IOException, InterruptedException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(progress, "progress");
        if (cache.isPresent()) {
            SampleCache.requireRoom(cache.get());
        }
        PhraseStore store = new PhraseStore(source);
        boolean whole = false;
        progress.begin("reading", source.recordings().size(), "sequences");
        try (Parallel parallel = Parallel.threads(threads)) {
            for (Part part : source.parts()) {
                Optional<PhraseCache> file = cache.map(folder -> new PhraseCache(folder, source, part, features));
                store.parts.add(store.prepared(part, features, parallel, file, progress));
                progress.at(part.first() + part.count(), "");
                if (progress.isStopWanted()) {
                    throw new InterruptedException("stopped while reading sequences");
                }
            }
            whole = true;
        } finally {
            progress.end();
            if (!whole) {
                store.close();
            }
        }
        return store;
    }

    private PreparedPart prepared(Part part, Features features, Parallel parallel, Optional<PhraseCache> file,
            Progress progress) throws IOException {
        if (file.isPresent()) {
            Optional<PreparedPart> kept = file.get().read(progress);
            if (kept.isPresent()) {
                return kept.get();
            }
        }
        int failures = unreadable.size();
        PreparedPart prepared = PreparedPart.of(samples(part, features, parallel), features.width());
        return file.isPresent() && unreadable.size() == failures ? file.get().keep(prepared, progress) : prepared;
    }

    private List<Sample> samples(Part part, Features features, Parallel parallel) {
        Sample[] samples = new Sample[part.count()];
        List<Clip> clips = clips(part, features, parallel);
        parallel.run(samples.length, (i, worker) -> samples[i] = clips.get(i) == null
                ? new Sample(Tensor.zeros(0, features.width())) : features.of(clips.get(i)));
        return List.of(samples);
    }

    /// The clips of a part; null where one cannot be read. A part that fails is read again sequence by sequence, so
    /// that one of them does not take the others with it.
    private List<Clip> clips(Part part, Features features, Parallel parallel) {
        try {
            return source.read(part, features.rows(), parallel);
        } catch (IOException e) {
            List<Clip> clips = new ArrayList<>();
            for (int i = part.first(); i < part.first() + part.count(); i++) {
                try {
                    clips.add(source.read(i, features.rows(), parallel));
                } catch (IOException single) {
                    clips.add(null);
                    unreadable.add(single.getMessage());
                }
            }
            return clips;
        }
    }

    /// How many sequences there are.
    public int size() {
        return partOf.length;
    }

    /// Name, signer and phrase of a sequence.
    public PhraseSource.Recording recording(int index) {
        return source.recordings().get(index);
    }

    /// Rows of a sample; 0 if the sequence could not be read.
    public int frames(int index) {
        return part(index).rows(place(index));
    }

    /// What the model reads of a sequence; empty if it could not be read.
    ///
    /// @throws IOException if the cache cannot be read any more
    public Sample sample(int index) throws IOException {
        return part(index).sample(place(index));
    }

    private PreparedPart part(int index) {
        return parts.get(partOf[index]);
    }

    private int place(int index) {
        return index - source.parts().get(partOf[index]).first();
    }

    /// What was wrong with the sequences that could not be read.
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /// Closes the files of the cache; samples that were read stay.
    @Override
    public void close() throws IOException {
        for (PreparedPart part : parts) {
            part.close();
        }
    }
}
