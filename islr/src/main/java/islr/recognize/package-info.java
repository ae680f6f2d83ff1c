/// From a trained model to answers: the checkpoint that carries one, and the recogniser that is asked about clips.
///
/// [islr.recognize.ModelFile] is one file with weights, settings and signs; [islr.recognize.Presets] lists what it may
/// hold. Its [islr.recognize.Classifier], or an [islr.recognize.Ensemble] of several, gives the scores of a clip, and
/// [islr.recognize.Recognizer] does all of it, from a parquet file to an [islr.recognize.Prediction]. The systems
/// themselves live in `islr.system`.
package islr.recognize;
