/** Rows of IPE_31 at a period end, written for the tests from domain/catalog.md 3.9 and nothing else. */
export function openItems(next: string): string {
  const end = `TIMESTAMP '${next} 00:00:00'`;
  return `
    WITH w AS (
      SELECT DISTINCT ID_Company, OMS_Packlist_No FROM "FIN_REC".dbo.RPT_PACKLIST_PACKAGES AS k
      WHERE OMS_Packlist_Status = 'waitingApproval' OR OMS_Packlist_Status = 'waitingConfirmation' AND NOT EXISTS (
        FROM "FIN_REC".dbo.RPT_PACKLIST_PAYMENTS AS p
        WHERE p.ID_Company = k.ID_Company AND p.OMS_Packlist_No = k.OMS_Packlist_No
          AND p.OMS_Payment_Reconciled_Amount IS NOT NULL)
    ), dated AS (
      SELECT t.*, CASE
        WHEN t.Transaction_Type = 'Payment - Rev' THEN coalesce(d.payment_reversal_date, t.Created_Date)
        ELSE coalesce(d.OMS_Payment_Date, t.Created_Date) END AS event
      FROM "FIN_REC".dbo.RPT_CASHREC_TRANSACTION AS t
      LEFT JOIN "FIN_REC".dbo.RPT_CASHDEPOSIT AS d
        ON d.ID_Company = t.ID_Company AND d.OMS_Payment_No = t.Related_Entity
       AND (t.Transaction_Type, d.OMS_Type) IN (('Transfer to', 'Transfer'), ('Third Party Collection', 'Payment'),
                                                ('Payment - Rev', 'Payment'))
    ), one AS (
      SELECT 1 AS population, ID_Company AS company, Collection_Partner AS cp, CAST(Transaction_ID AS VARCHAR) AS id,
             event, Amount AS amount
      FROM dated
      WHERE Transaction_Type NOT IN ('Payment', 'Collection Adjustment (over)', 'Collection Adjustment (under)',
        'Payment Charges', 'Reallocation From', 'Transfer From', 'Payment Charges Rev')
        AND event < ${end} AND Amount <> 0
        AND (Transaction_List_Nr IS NULL OR Transaction_List_Date >= ${end} OR EXISTS (
          FROM w WHERE w.ID_Company = dated.ID_Company AND w.OMS_Packlist_No = dated.Transaction_List_Nr))
    ), two AS (
      SELECT 2, ID_Company, Collection_Partner_From, CAST(id AS VARCHAR), Original_Transaction_date, Amount
      FROM "FIN_REC".dbo.RPT_CASHREC_REALLOCATIONS
      WHERE Original_Transaction_date < ${end} AND Reallocated_Transaction_Date >= ${end}
    ), lists AS (
      SELECT DISTINCT ID_Company, OMS_Collection_Partner_Name AS cp, OMS_Packlist_No AS no, OMS_Amount_Received AS received,
             OMS_Packlist_Created_Date AS created
      FROM "FIN_REC".dbo.RPT_PACKLIST_PAYMENTS
      WHERE OMS_Packlist_Created_Date < ${end} AND OMS_Payment_Reconciled_Amount IS NOT NULL
        AND OMS_Packlist_Status IN ('inProgress', 'closed', 'waitingConfirmation')
    ), three AS (
      SELECT 3, l.ID_Company, l.cp, l.no, l.created, received - (
        SELECT coalesce(sum(coalesce(OMS_Payment_Reconciled_Amount, 0) + coalesce(OMS_Payment_Charges_Reconciled_Amount, 0)), 0)
        FROM "FIN_REC".dbo.RPT_PACKLIST_PAYMENTS AS p
        WHERE p.ID_Company = l.ID_Company AND p.OMS_Packlist_No = l.no AND p.OMS_Payment_Date < ${end}) AS remaining
      FROM lists AS l
      WHERE remaining > 0 AND NOT EXISTS (
        FROM "FIN_REC".dbo.RPT_COLLECTIONADJ AS a
        WHERE a.ID_Company = l.ID_Company AND a.OMS_Entity_No = l.no AND a.OMS_Entity_Type = 'packlist'
          AND a.OMS_Force_Closed AND (a.OMS_Close_Date IS NULL OR a.OMS_Close_Date < ${end}))
    ), four AS (
      SELECT 4, d.ID_Company, d.OMS_Collection_Partner, d.OMS_Payment_No, d.OMS_Payment_Date, -(OMS_Payment_Amount + OMS_Charges_Amount - (
        SELECT coalesce(sum(OMS_Payment_Reconciled_Amount + coalesce(OMS_Payment_Charges_Reconciled_Amount, 0)), 0)
        FROM "FIN_REC".dbo.RPT_PACKLIST_PAYMENTS AS p
        WHERE p.ID_Company = d.ID_Company AND p.OMS_Payment_No = d.OMS_Payment_No
          AND p.OMS_Packlist_Created_Date < ${end} AND p.OMS_Payment_Date < ${end}
          AND p.OMS_Payment_Status IN ('inProgress', 'closed', 'waitingConfirmation')
          AND p.OMS_Payment_Reconciled_Amount IS NOT NULL)) AS amount
      FROM "FIN_REC".dbo.RPT_CASHDEPOSIT AS d
      WHERE d.OMS_Payment_Date < ${end} AND d.OMS_Payment_Status IN ('inProgress', 'closed', 'waitingConfirmation')
        AND amount < 0 AND NOT EXISTS (
          FROM "FIN_REC".dbo.RPT_COLLECTIONADJ AS a
          WHERE a.ID_Company = d.ID_Company AND a.OMS_Entity_No = d.OMS_Payment_No AND a.OMS_Entity_Type <> 'packlist'
            AND (a.OMS_Force_Closed AND a.OMS_Close_Date IS NULL OR a.OMS_Close_Date < ${end}))
    ), items AS (FROM one UNION ALL FROM two UNION ALL FROM three UNION ALL FROM four)
    SELECT items.*, CASE WHEN p.Type = 'PSP' THEN '13002' ELSE '13001' END AS account
    FROM items LEFT JOIN "FIN_REC".dbo.RPT_COLLECTIONPARTNERS AS p ON p.ID_Company = company AND p.Name = cp`;
}
