/** Which method a study uses, and the time and memory that it needs: decided from sizes, before anything is measured. */
@NullMarked
package io.github.fisherscope.studies.plan;

import org.jspecify.annotations.NullMarked;
