/** Work done once at installation: a training run for class archives, the native library. */
package io.berth.km.train;
