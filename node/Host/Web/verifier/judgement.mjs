/** One document's checks as they are made: the first that fails is the verdict. */

export const PASSED = 'passed';
export const FAILED = 'failed';
export const WAIVED = 'waived';

export class Judgement {
    verdict = 'VALID';
    detail = '';
    /** What was checked behind the receipt: {check, result, detail}. */
    steps = [];
    /** What its status is proven to be: {status, entry, height, timeMs}; null while nothing is. */
    status = null;

    /** `report` is what was checked of the receipt. */
    constructor(report) {
        this.report = report;
    }

    /** Notes a check; false when it fails, and no other is to be made. `fault` is what the verdict has behind its colon. */
    demand(check, passes, otherwise, fault = '', detail = '') {
        this.steps.push({ check, result: passes ? PASSED : FAILED, detail: passes || detail !== '' ? detail : fault });
        return passes || this.refuse(otherwise, fault);
    }

    refuse(verdict, detail) {
        Object.assign(this, { verdict, detail });
        return false;
    }

    waive(check) {
        this.steps.push({ check, result: WAIVED, detail: '' });
    }

    get isWaived() {
        return this.steps.some(step => step.result === WAIVED);
    }
}
