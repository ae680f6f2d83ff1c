/// What several systems use of a clip's landmarks: sets of them, and the frames in which they were seen.
package islr.features;
