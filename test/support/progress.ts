import { DefaultReporter, type TestModule, type TestSpecification } from 'vitest/node'

/** vitest's own report, and after each file how many there are still to come. */
export default class Progress extends DefaultReporter {
  #files = 0
  #done = 0
  readonly #start = performance.now()

  override onTestRunStart(files: readonly TestSpecification[]): void {
    this.#files = files.length
    super.onTestRunStart(files)
  }

  override onTestModuleEnd(file: TestModule): void {
    super.onTestModuleEnd(file)
    this.#done++
    const minutes = ((performance.now() - this.#start) / 60_000).toFixed(1)
    this.log(`   ${this.#done} of ${this.#files} files after ${minutes} minutes`)
  }
}
