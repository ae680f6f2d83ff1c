/// From a path to raw landmarks: finds clips, reads them exactly, and refuses in one sentence what is not a clip.
///
/// [islr.data.ClipReader] is the door; [islr.data.Skeleton] says which landmark stands in which row of a frame. What happens to the
/// landmarks then is the matter of `islr.features`.
package islr.data;
