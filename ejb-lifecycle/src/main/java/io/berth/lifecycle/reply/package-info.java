/** What those share that read replies of somebody outside. */
package io.berth.lifecycle.reply;
